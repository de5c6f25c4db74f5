"""What the calendar causes: told when it is due, done once, written into the ledger."""
