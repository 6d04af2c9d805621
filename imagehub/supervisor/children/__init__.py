"""The web and the clusters as processes: started, watched, replaced, told to stop."""
