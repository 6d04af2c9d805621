"""The reference tray, uploads and the mask editor. Not the form around them (composer)."""
