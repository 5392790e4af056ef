"""Teams: ``chat`` takes everything and says "ok", ``press`` signs requests, ``empty`` is half of the floor."""
