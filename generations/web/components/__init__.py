"""What pages of several rooms show: cards, tiles, money, times, messages. No views, no addresses."""
