"""WhiteNoise, with each file given to the server in one piece."""

from whitenoise.middleware import WhiteNoiseMiddleware

# Bytes; more than any file of ours has. Of an answer in several pieces, a thread waits until the
# client has taken in the last but one; a single piece is the server's from there on.
PIECE = 2**20


class StaticsMiddleware(WhiteNoiseMiddleware):
    @staticmethod
    def serve(static_file, request):
        response = WhiteNoiseMiddleware.serve(static_file, request)
        response.block_size = PIECE
        return response
