/*
 * Asks for one name on behalf of clients in many networks (EDNS Client Subnet, RFC 7871), which dnsperf cannot: a hundred questions are on their way at
 * any time. Tells what dnsperf tells, in the same words.
 *
 *   subnets PORT SECONDS NAME < NETWORKS      each a line of three numbers, the first bytes of a /24
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { WAY = 100, BATCH = 32, MOST = 4096, LOST_AFTER = 2 };

static unsigned char questions[MOST][128];
static int networks, size;
static double sent[65536];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void question(unsigned char *to, const char *name, const int *network) {
    static const unsigned char head[12] = {0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1};
    const unsigned char tail[] = {0, 0, 1, 0, 1, 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 11, 0, 8, 0, 7, 0, 1, 24, 0,
        network[0], network[1], network[2]};
    unsigned char *at = to + sizeof head;
    memcpy(to, head, sizeof head);
    for (const char *from = name; *from;) {
        size_t label = strcspn(from, ".");
        *at++ = label;
        memcpy(at, from, label);
        at += label;
        from += label + (from[label] == '.');
    }
    memcpy(at, tail, sizeof tail);
    size = at + sizeof tail - to;
}

int main(int count, char **words) {
    if (count != 4) return 2;
    int network[3];
    while (networks < MOST && scanf("%d %d %d", &network[0], &network[1], &network[2]) == 3)
        question(questions[networks++], words[3], network);
    if (networks == 0) return 2;

    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd < 0 || connect(fd, (struct sockaddr *) &to, sizeof to) != 0) return 1;

    static unsigned char out[BATCH][128], in[BATCH][2048];
    struct iovec from[BATCH], into[BATCH];
    struct mmsghdr asked[BATCH], told[BATCH];
    memset(asked, 0, sizeof asked);
    memset(told, 0, sizeof told);
    for (int i = 0; i < BATCH; i++) {
        from[i] = (struct iovec) {out[i], size};
        into[i] = (struct iovec) {in[i], sizeof in[i]};
        asked[i].msg_hdr.msg_iov = &from[i];
        asked[i].msg_hdr.msg_iovlen = 1;
        told[i].msg_hdr.msg_iov = &into[i];
        told[i].msg_hdr.msg_iovlen = 1;
    }

    unsigned next = 0, which = 1;
    int waiting = 0;
    long completed = 0, lost = 0;
    double latency = 0, start = now(), end = start + atoi(words[2]), at = start;
    while (at < end) {
        int many = WAY - waiting < BATCH ? WAY - waiting : BATCH;
        for (int i = 0; i < many; i++) {
            unsigned id = next++ & 0xffff;
            which = which * 1664525u + 1013904223u;
            memcpy(out[i], questions[(which >> 8) % networks], size);
            out[i][0] = id >> 8;
            out[i][1] = id;
            sent[id] = at;
        }
        if (many > 0) {
            int went = sendmmsg(fd, asked, many, 0);
            if (went < 0) went = 0;
            next -= many - went;
            waiting += went;
        }
        struct pollfd ready = {fd, POLLIN, 0};
        poll(&ready, 1, 100);
        int got = recvmmsg(fd, told, BATCH, MSG_DONTWAIT, NULL);
        at = now();
        for (int i = 0; i < got; i++) {
            unsigned id = in[i][0] << 8 | in[i][1];
            if (in[i][7] == 0) {
                fprintf(stderr, "an answer without an address, of code %d\n", in[i][3] & 15);
                return 1;
            }
            if (sent[id] != 0) {
                latency += at - sent[id];
                sent[id] = 0;
                completed++;
                waiting--;
            }
        }
        if (got <= 0)
            for (int id = 0; id < 65536; id++)
                if (sent[id] != 0 && at - sent[id] > LOST_AFTER) {
                    sent[id] = 0;
                    lost++;
                    waiting--;
                }
    }
    double took = at - start;
    printf("Queries completed: %ld\nQueries lost: %ld\nQueries per second: %.1f\nAverage Latency (s): %.6f\n", completed, lost,
        completed / took, completed ? latency / completed : 0);
    return 0;
}
