/*
 * What a response costs at least: one epoll loop that receives once and sends the same ready-made bytes once per request. It
 * parses nothing, routes nothing and logs nothing, so no server that makes these two system calls for each request can be
 * cheaper. Beside nginx it says how far below nginx a fixed response can get: bench/run gateway --only fixed --subject floor
 *
 * usage: floor PORT...
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BODY = 100, EVENTS = 512 };

static int loop;

static void watch(int socket, unsigned events)
{
    struct epoll_event event = {.events = events, .data.fd = socket};
    epoll_ctl(loop, EPOLL_CTL_ADD, socket, &event);
}

static void listen_on(int port)
{
    int on = 1;
    int door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(door, (struct sockaddr *)&address, sizeof address) || listen(door, 4096)) {
        perror("floor");
        exit(1);
    }
    watch(door, EPOLLIN | EPOLLEXCLUSIVE);
}

/* A client's socket answers recv at once; the door's says ENOTCONN, so it has somebody to accept. */
static void serve(int socket, const char *response, size_t size)
{
    static char request[4096];
    int on = 1;
    int accepting = 0;
    socklen_t length = sizeof accepting;
    ssize_t got = recv(socket, request, sizeof request, 0);
    if (got > 0) {
        send(socket, response, size, MSG_NOSIGNAL);
        return;
    }
    getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &accepting, &length);
    if (!accepting) {
        close(socket);
        return;
    }
    for (int client; (client = accept4(socket, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(client, EPOLLIN | EPOLLET);
    }
}

int main(int count, char **ports)
{
    char body[BODY + 1] = {0};
    char response[512];
    struct epoll_event events[EVENTS];
    loop = epoll_create1(0);
    for (int i = 1; i < count; i++) {
        listen_on(atoi(ports[i]));
    }
    memset(body, 'y', BODY);
    int size = snprintf(response, sizeof response,
        "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Type: text/plain\r\n"
        "Content-Length: %d\r\nConnection: keep-alive\r\n\r\n%s", BODY, body);
    for (;;) {
        int ready = epoll_wait(loop, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            serve(events[i].data.fd, response, size);
        }
    }
}
