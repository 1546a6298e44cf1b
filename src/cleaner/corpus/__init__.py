"""What only many documents can show: site templates, duplicates, and runs that can be taken up again."""
