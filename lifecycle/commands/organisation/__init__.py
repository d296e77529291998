"""What is asked of formations and CFAs: themselves, their events, their commitments."""
