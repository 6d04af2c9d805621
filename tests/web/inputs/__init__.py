"""Pictures that go along with a job."""
