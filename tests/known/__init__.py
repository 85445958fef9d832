"""What went wrong in others' bots and libraries, tried on ours; README.md says where each is from."""
