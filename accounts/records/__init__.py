"""What every record of the portal has: its history, two days side by side, a value put back, and
changes of several at once that can be undone. Rooms say how theirs are found and written.
"""
