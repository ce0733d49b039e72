"""An honest client of a server of names: dns_honest.py SERVER QUESTIONS. Prints how many were answered, and the 50th and 99th percentile in ms."""
import socket
import struct
import sys
import time

server, questions = sys.argv[1], int(sys.argv[2])
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect((server, 53))
client.settimeout(1)
took = []
for number in range(questions):
    asked = struct.pack(">HHHHHH", number & 0xFFFF, 0, 1, 0, 0, 0) + b"\3www\7example\4test\0" + struct.pack(">HH", 1, 1)
    began = time.monotonic()
    try:
        client.send(asked)
        while struct.unpack(">H", client.recv(4096)[:2])[0] != number & 0xFFFF:
            pass
        took.append(1000 * (time.monotonic() - began))
    except OSError:
        pass
    time.sleep(0.02)
took.sort()
print(len(took), "%.3f %.3f" % (took[len(took) // 2], took[int(len(took) * 0.99)]) if took else "- -")
