"""Reads files with the real parsers. Standard input and output as in read.cjs."""

import base64
import json
import os
import sys

sys.path.insert(0, sys.argv[1])


def read(parser, path):
    if parser == "python-dotenv":
        import dotenv

        return dict(dotenv.dotenv_values(path))
    if parser == "python-raw":
        import dotenv

        # As it stands, nothing put in: an import keeps the text.
        return dict(dotenv.dotenv_values(path, interpolate=False))
    if parser == "yaml":
        import yaml

        with open(path, "rb") as file:
            return yaml.safe_load(file)
    if parser == "k8s":
        import yaml

        with open(path, "rb") as file:
            manifest = yaml.safe_load(file)
        assert manifest["kind"] == "Secret" and manifest["metadata"]["name"]
        data = manifest["data"].items()
        return {name: base64.b64decode(value, validate=True).decode("utf-8", "surrogateescape") for name, value in data}
    if parser == "json":
        with open(path, "rb") as file:
            return json.load(file)
    raise ValueError(parser)


answers = []
for job in json.load(sys.stdin):
    try:
        got = read(job["parser"], os.path.join(job["folder"], ".env"))
        values = {name: got[name].encode("utf-8", "surrogateescape") for name in job["names"] if got.get(name) is not None}
        answers.append({name: base64.b64encode(value).decode() for name, value in values.items()})
    except Exception as error:
        answers.append({"failed": repr(error)})
json.dump(answers, sys.stdout)
