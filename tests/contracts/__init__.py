"""What every back end of the store and of the blobs fulfils."""
