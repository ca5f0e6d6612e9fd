"""What is inside an uploaded file, and whether the portal takes it."""
