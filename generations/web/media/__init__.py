"""The bytes of pictures, each after `visible_to`."""
