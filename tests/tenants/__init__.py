"""Two communities side by side: nobody reaches from one into the other."""
