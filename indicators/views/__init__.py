"""Pages of indicators, figures, demand and the logic model."""
