"""Person: a visitor without a browser, who opens the Segments screen over a WebSocket and moves a slider."""
import asyncio
import json
import time
from dataclasses import dataclass, field

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 120.0
REST = 0.25  # the slider in the browser says that the hand rests after so many seconds without a move


@dataclass
class Person:
    """One visitor: the address of the server, the project, and what the server told about the slider so far."""

    address: str
    query: str
    label: str
    sliders: str = ""
    key: str = ""
    fragment: str = ""
    script: str = ""
    turn: int = 0
    waits: list[float] = field(default_factory=list)

    async def open(self) -> None:
        """Connect and wait until the whole screen has arrived."""
        url = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        # No limit to what waits unread: a full queue would stop the answers to the server's pings, and with them the connection.
        limits = {"max_size": None, "max_queue": None, "ping_interval": None}
        self.socket = await websockets.connect(url, subprotocols=["streamlit"], compression=None, **limits)
        await self._send(None)
        await self._until_finished()
        if not self.key:
            raise RuntimeError(f"there is no slider '{self.label}' on the screen")

    async def move(self, value: float) -> None:
        """Set the slider and note the seconds until the script that draws the answer has finished; then rest, as a hand does."""
        self.turn += 1
        start = time.perf_counter()
        await self._send({"move": [{self.key: value}, self.turn, False]})
        await self._until_finished()
        self.waits.append(time.perf_counter() - start)
        await asyncio.sleep(REST)
        await self._send({"move": [{self.key: value}, self.turn, True]})
        await self._until_finished()

    async def close(self) -> None:
        """Leave the screen."""
        await self.socket.close()

    async def _send(self, state: dict | None) -> None:
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_name, run.page_script_hash = self.query, "segments", self.script
        if state is not None:
            run.fragment_id = self.fragment
            widget = run.widget_states.widgets.add()
            widget.id, widget.json_value = self.sliders, json.dumps(state)
        await self.socket.send(message.SerializeToString())

    async def _until_finished(self) -> None:
        while True:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(self.socket.recv(), PATIENCE))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.script = message.new_session.page_script_hash
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._look_at(message.delta)
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    def _look_at(self, delta) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        drawn = json.loads(element.bidi_component.json or "{}") if kind == "bidi_component" else {}
        for slider in drawn.get("sliders", ()):
            if slider["label"] == self.label:
                self.sliders, self.key, self.fragment = element.bidi_component.id, slider["key"], delta.fragment_id
        if kind == "exception":
            raise RuntimeError(f"the screen failed: {element.exception.message}")
