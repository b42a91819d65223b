/*
 * The slot on a host: takes commands over its input, has core.c or machine.c do them, and asks for what the card does
 * over its output. Each command begins with the moment that it is elsewhere, until when the card is quiet, and whether it
 * is there.
 */

#include "chip.h"
#include "played.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define kLine (2048)
#define kPatience (60)		// seconds

static FILE *gFrom, *gTo;
static char gText[kLine];
static bool gOpen;

void fail(const char *why)
{
	fprintf(stderr, "%s\n", why);
	exit(1);
}

static void put(const char *format, va_list arguments)
{
	vfprintf(gTo, format, arguments);
	fputc('\n', gTo);
}

void tell(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	put(format, arguments);
	va_end(arguments);
}

const char *ask(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	put(format, arguments);
	va_end(arguments);
	fflush(gTo);
	if (!fgets(gText, sizeof(gText), gFrom))
		exit(0);
	return gText;
}

static void answer(const Played *played)
{
	uint32_t i;

	fprintf(gTo, "end %llu %d %u %.17g %d ", (unsigned long long)chipNow(), played->ending, (unsigned)played->count,
		played->etu, playedGone());
	for (i = 0; i < played->count; i++)
		fprintf(gTo, "%02x", played->bytes[i]);
	fputc('\n', gTo);
	fflush(gTo);
}

static void closeSlot(void)
{
	chipTells(false);
	if (gOpen)
		playedClose();
	gOpen = false;
}

/* The contact plan has a CLK of its own, and here the chip whose twentieth that is, unless the command says another. */
static void openSlot(const char *arguments, bool present, Played *played)
{
	unsigned apb;

	// of an ESP32-WROOM-32, all of them there: the order of I/O, CLK, RST, the three supplies, presence
	static ISO7816Wiring wiring = { 21, 22, 23, { kISO7816NoPin, 25, 26, 27 }, 34, 1, 0 };

	switch (sscanf(arguments, "%u %u", &wiring.clockHz, &apb)) {
		case 2: break;
		case 1: apb = 20 * wiring.clockHz; break;
		default: fail("open wants a frequency");
	}
	closeSlot();
	chipPowerUp(&wiring, apb, present);
	played->ending = playedOpen(&wiring);
	gOpen = true;
	chipTells(true);
}

static void sendBytes(const char *arguments, Played *played)
{
	uint8_t bytes[kPlayedBytes];
	uint32_t count = 0;
	ISO7816Pace pace;
	unsigned byte;
	int at;

	if (2 != sscanf(arguments, "%lf %lf %n", &pace.firstEtu, &pace.nextEtu, &at))
		fail("send wants a pace");
	for (arguments += at; 1 == sscanf(arguments, "%2x", &byte); arguments += 2)
		bytes[count++] = (uint8_t)byte;
	playedSend(bytes, count, &pace, played);
}

static void receiveBytes(const char *arguments, Played *played)
{
	ISO7816Limits limits;
	uint32_t count;

	if (4 != sscanf(arguments, "%u %lf %lf %lf", &count, &limits.firstEtu, &limits.nextEtu, &limits.allEtu))
		fail("receive wants a count and limits");
	playedReceive(count, &limits, played);
}

static void setFraming(const char *arguments, Played *played)
{
	int inverse, signal;
	double etu;

	if (3 != sscanf(arguments, "%d %lf %d", &inverse, &etu, &signal))
		fail("framing wants three");
	played->ending = playedFraming(inverse, etu, signal);
}

static void command(const char *name, const char *arguments, Played *played)
{
	if (!strcmp(name, "send"))
		sendBytes(arguments, played);
	else if (!strcmp(name, "receive"))
		receiveBytes(arguments, played);
	else if (!strcmp(name, "wait"))
		playedWait(atof(arguments), played);
	else if (!strcmp(name, "framing"))
		setFraming(arguments, played);
	else if (!strcmp(name, "late"))
		chipLate((uint32_t)atoi(arguments));
	else if (!strcmp(name, "touch"))
		chipTouch();
	else if (strcmp(name, "look"))
		played->ending = playedSet(name, atoi(arguments));
}

static void obey(const char *line)
{
	unsigned long long now, quiet;
	Played played = { 0 };
	char name[16];
	int present, at;

	if (4 != sscanf(line, "%llu %llu %d %15s %n", &now, &quiet, &present, name, &at))
		fail("no command");
	if (!strcmp(name, "open"))
		openSlot(line + at, present, &played);
	else {
		chipQuietUntil(quiet);
		chipRun(now, playedAttend);
		chipPresence(present);
		playedAttend();
		command(name, line + at, &played);
	}
	answer(&played);
}

int main(int argc, char **argv)
{
	static char line[kLine];

	if (3 != argc)
		fail("two pipes: commands and answers, what is asked and told");
	// in the order in which the other side opens them
	gFrom = fopen(argv[1], "r");
	gTo = fopen(argv[2], "w");
	if (!gFrom || !gTo)
		fail("no pipes");
	while (fgets(line, sizeof(line), gFrom)) {
		// no command takes that long: what hangs is ended
		alarm(kPatience);
		obey(line);
		alarm(0);
	}
	closeSlot();
	return 0;
}
