"""What residents read without a sign-in: releases, their pages, and the open data."""
