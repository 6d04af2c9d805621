"""Everything that changes jobs and pictures, by purpose. No requests, no HTML."""
