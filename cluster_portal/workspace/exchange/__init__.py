"""The year's figures and awards as files to fill in outside the portal, and back again."""
