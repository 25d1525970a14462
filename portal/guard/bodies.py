"""Take in what one stranger sends at a time, so that who sends byte by byte holds up no reader.

Granian hands a request over as soon as its headers are there, and then a thread waits for the body,
for as long as that takes: nothing can end the wait but the client. A few such clients would hold
all threads for ever. Curators, who are logged in, may send as slowly as they like.
"""

from threading import Lock

from django.contrib.auth import SESSION_KEY

from portal.faults.answering import not_now
from portal.guard.methods import READING


class BodyMiddleware:
    """Of the threads of a process, one at most waits for a stranger; others are asked to come
    again. Whoever logs in sends a few bytes, which are there with the headers.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.one_at_a_time = Lock()

    def __call__(self, request):
        if request.method in READING or SESSION_KEY in request.session:
            return self.get_response(request)
        if not self.one_at_a_time.acquire(blocking=False):
            return not_now(is_reading=False)
        try:
            # Django keeps what was read, for whoever asks for it next.
            _ = request.body
        finally:
            self.one_at_a_time.release()
        return self.get_response(request)
