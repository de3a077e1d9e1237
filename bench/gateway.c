// A gateway for `npm run bench`, as cheap as a process can be: there are a thousand of them. It listens on a port of its
// own (or on BENCH_PORT), holds its lock, writes its files, and answers /health; with BENCH_HANGS set it never answers, and
// before BENCH_DELAY_MS are over neither.
// Usage: hermes --profile NAME gateway run, with HERMES_HOME.
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void put(const char *home, const char *name, const char *text) {
    char path[512], fresh[520];
    snprintf(path, sizeof path, "%s/%s", home, name);
    snprintf(fresh, sizeof fresh, "%s.new", path);
    FILE *file = fopen(fresh, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0 || rename(fresh, path) != 0) exit(1);
}

/* Field 22 of proc_pid_stat(5). */
static unsigned long long start_time(void) {
    char text[1024];
    FILE *file = fopen("/proc/self/stat", "r");
    size_t n = file ? fread(text, 1, sizeof text - 1, file) : 0;
    text[n] = 0;
    char *at = strrchr(text, ')');
    for (int field = 2; at && field < 22; field++) at = strchr(at + 1, ' ');
    return at ? strtoull(at + 1, NULL, 10) : 0;
}

int main(void) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_IGN);
    const char *home = getenv("HERMES_HOME");
    int hangs = getenv("BENCH_HANGS") != NULL;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int server = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (getenv("BENCH_DELAY_MS")) usleep(1000 * (unsigned)atoi(getenv("BENCH_DELAY_MS")));
    if (getenv("BENCH_PORT")) address.sin_port = htons((unsigned short)atoi(getenv("BENCH_PORT")));
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (!home || bind(server, (void *)&address, size) != 0 || listen(server, 64) != 0) return 1;
    getsockname(server, (void *)&address, &size);

    char record[1024], text[2048], now[64], path[512];
    snprintf(record, sizeof record, "{\"pid\":%d,\"kind\":\"hermes-gateway\",\"start_time\":%llu,\"hermes_home\":\"%s\"",
             getpid(), start_time(), home);
    time_t seconds = time(NULL);
    strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%S+00:00", gmtime(&seconds));
    snprintf(path, sizeof path, "%s/gateway.lock", home);
    int lock = open(path, O_RDWR | O_CREAT, 0600);
    if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) != 0) return 1;
    snprintf(text, sizeof text, "%s}", record);
    put(home, "gateway.pid", text);
    snprintf(text, sizeof text,
             "%s,\"gateway_state\":\"running\",\"platforms\":{\"telegram\":{\"state\":\"connected\"}},\"updated_at\":\"%s\"}",
             record, now);
    put(home, "gateway_state.json", text);
    snprintf(text, sizeof text, "%d", ntohs(address.sin_port));
    put(home, "port", text);

    const char *answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 41\r\nConnection: close\r\n\r\n"
                         "{\"status\":\"ok\",\"platform\":\"hermes-agent\"}";
    for (;;) {
        int client = accept(server, NULL, NULL);
        if (client < 0 || hangs) continue;
        size_t got = 0;
        for (ssize_t n; got < sizeof text - 1 && (n = read(client, text + got, sizeof text - 1 - got)) > 0;) {
            text[got += (size_t)n] = 0;
            if (strstr(text, "\r\n\r\n")) break;
        }
        if (write(client, answer, strlen(answer)) < 0) { /* whoever asked has gone */ }
        close(client);
    }
}
