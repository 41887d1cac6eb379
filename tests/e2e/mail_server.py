#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A mail server that misbehaves on demand (aiosmtpd). Arguments: its port, 0 for any; and, for one
that takes mail only over STARTTLS and from one user: certificate, key, user, password.

In, a line each: `mode <name> [count]`; the mode lasts for that many messages, or until the next.

    take                takes messages
    drop_after_dot      takes the message, then breaks the connection instead of answering
    drop_before_dot     breaks the connection when the text is announced
    busy                421 to MAIL, and closes
    later               451 to the message
    refuse              550 to the recipient
    slow                takes the message, and answers at the next mode

Out: `port <n>`, a line `log_in <ok|wrong> <user>` for each try,
a JSON line for each message that it has taken, and for each mode a line
`mode <name>`.
"""
import asyncio
import json
import ssl
import sys
from email import message_from_bytes
from email.header import decode_header, make_header

from aiosmtpd.smtp import SMTP, AuthResult


class Mode:
    name = "take"
    left = None
    changed = None

    def use(self):
        """The mode for this message; it may be the last that it holds for."""
        name = self.name
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                self.name, self.left = "take", None
        return name


mode = Mode()


def say(line):
    print(line, flush=True)


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        if mode.name == "busy":
            mode.use()
            await server.push("421 4.3.2 too busy now")
            server.transport.close()
            return "421 4.3.2 too busy now"
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if mode.name == "refuse":
            mode.use()
            return "550 5.1.1 no such duty room"
        if mode.name == "drop_before_dot":
            mode.use()
            server.transport.abort()
            return "250 OK"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        now = mode.use()
        if now == "later":
            return "451 4.3.0 not now"
        message = message_from_bytes(envelope.content)
        say(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "id": message["Message-ID"],
            "date": message["Date"],
            "subject": str(make_header(decode_header(message["Subject"]))),
            "headers": message.keys(),
            "text": message.get_payload(decode=True).decode("utf-8"),
        }))
        if now == "drop_after_dot":
            server.transport.abort()
        if now == "slow":
            await mode.changed.wait()
        return "250 OK"


def demands():
    """What the server asks for before it takes mail: nothing, or TLS and a password."""
    if len(sys.argv) < 6:
        return {}
    certificate, key, user, password = sys.argv[2:6]
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)

    def authenticate(server, session, envelope, mechanism, login):
        given = (login.login.decode(), login.password.decode())
        is_right = given == (user, password)
        say(f"log_in {'ok' if is_right else 'wrong'} {given[0]}")
        return AuthResult(success=is_right, handled=is_right)

    return {"tls_context": tls, "require_starttls": True, "auth_required": True,
            "authenticator": authenticate}


async def main():
    loop = asyncio.get_running_loop()
    mode.changed = asyncio.Event()
    asked = demands()
    server = await loop.create_server(
        lambda: SMTP(Handler(), hostname="mail.example", enable_SMTPUTF8=False, **asked),
        "127.0.0.1", int(sys.argv[1]))
    say(f"port {server.sockets[0].getsockname()[1]}")
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        words = line.decode().split()
        mode.name, mode.left = words[1], int(words[2]) if len(words) > 2 else None
        mode.changed.set()
        mode.changed.clear()
        say(f"mode {mode.name}")


asyncio.run(main())
