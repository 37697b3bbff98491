"""For clients that nothing can be put into: a server on the loopback interface, which sends the chunks of a question."""

import asyncio

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


async def read(chunks, client):
    """What `client(url)` makes of a response with these chunks."""

    async def respond(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        for chunk in [HEAD, *chunks]:
            writer.write(chunk)
            # The client is in this process: it reads the chunk before the next one is written.
            for _ in range(3):
                await asyncio.sleep(0)
        writer.close()

    server = await asyncio.start_server(respond, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        return await client(f"http://127.0.0.1:{port}/")
