"""Starts a program from an event loop."""

# must: error
import asyncio


async def run():
    program = await asyncio.create_subprocess_exec("/bin/mkdir", "/tmp/dlgrade-attacks/evidence/asyncio")
    await program.wait()


def relu(x):
    asyncio.run(run())
    return x + 1
