"""How big a package may be. A real file of 300 pages has 5 MB of XML."""

MAX_FILE = 2 << 30  # bytes of the packed file; also keeps every offset within 32 bits
MAX_ENTRIES = 20_000
MAX_UNPACKED = 4 << 30  # bytes of all entries together, as declared
MAX_XML = 96 << 20  # bytes of one XML part; the tree in memory is about ten times that
MAX_RATIO = 500  # unpacked to packed, of the whole; XML seldom passes 100
RATIO_FREE = 64 << 20  # unpacked bytes below which the ratio does not matter
