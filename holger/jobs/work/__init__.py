"""How the work is done: handing out slots, carrying out what is queued, taking up what a dead worker left."""
