"""What is said, and how it is put into words."""
