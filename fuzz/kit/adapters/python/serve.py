"""The kit's side of every adapter in this folder: questions in, answers out."""

import base64
import json
import sys


def serve(answer):
    """Answers each question with what `answer` makes of it."""
    for line in sys.stdin:
        question = json.loads(line)
        try:
            reply = answer(question)
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"id": question["id"], **reply}), flush=True)


def chunks(question):
    """The chunks of a question, as bytes."""
    return [base64.b64decode(chunk) for chunk in question["chunks"]]
