"""Looking for garbage: Python looks through everything that lives, and most of what lives here is code, and stays.

A search through all of it takes 90 ms on a small machine, in which nobody is answered; a race of 200 people met
several (docs/adr/0024).
"""

import gc

_NEW, _YOUNG, _OLD = 20_000, 20, 50
"""After how many new objects the youngest are looked through, and after how many such searches the older ones."""


def spare_what_stays() -> None:
    """Look no more through what is loaded by now, and less often through the rest. Called once all is imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW, _YOUNG, _OLD)
