"""Speed, beside a floor measured in the same run on the same disk: `make bench`."""
