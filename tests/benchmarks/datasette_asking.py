"""Ask Datasette in a process of its own, as `asking` asks the portal: FILE on|off (suggestions).

Runs in Datasette's own virtual environment and imports nothing of the portal.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from datasette.app import Datasette

PAGE = 20


async def main(file: Path, suggests: bool) -> None:
    datasette = Datasette([str(file)], settings={"suggest_facets": suggests})
    await datasette.invoke_startup()
    page = await datasette.client.get(f"/{file.stem}/articles")
    assert 'name="_search"' in page.text, "Datasette sees nothing to search in"
    for line in sys.stdin:
        search = {"_search": json.loads(line)["text"], "_searchmode": "raw", "_size": PAGE}
        path = f"/{file.stem}/articles?{urlencode(search)}"
        cpu, elapsed = time.process_time(), time.perf_counter()
        response = await datasette.client.get(path)
        cpu, elapsed = time.process_time() - cpu, time.perf_counter() - elapsed
        answer = {"cpu": cpu, "elapsed": elapsed, "status": response.status_code}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2] == "on"))
