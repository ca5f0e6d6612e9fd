"""A pledge that was issued is signed: files go out, come back, are examined and taken in."""
