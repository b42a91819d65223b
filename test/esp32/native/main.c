/*
 * The slot of iso7816.c on a host: takes commands over its input, plays the task of slot.c, and asks for what the card
 * does over its output. Each line of input begins with the moment that it is elsewhere, until when the card is quiet, and
 * whether it is there.
 */

#include "chip.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define kLine (2048)
#define kBytes (512)

static FILE *gFrom, *gTo;
static char gText[kLine];
static ISO7816Record gSlot;
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

static void attend(void)
{
	iso7816Attend(&gSlot);
}

static void result(int ending, uint32_t count, double etu, const uint8_t *bytes)
{
	uint32_t i;

	fprintf(gTo, "end %llu %d %u %.17g %d ", (unsigned long long)chipNow(), ending, (unsigned)count, etu, gSlot.gone);
	for (i = 0; bytes && (i < count); i++)
		fprintf(gTo, "%02x", bytes[i]);
	fputc('\n', gTo);
	fflush(gTo);
	gSlot.gone = false;
}

static void openSlot(const char *arguments, bool present)
{
	// of an ESP32-WROOM-32, all of them there: the order of I/O, CLK, RST, the three supplies, presence
	static ISO7816Wiring wiring = { 21, 22, 23, { kISO7816NoPin, 25, 26, 27 }, 34, 1, 0 };

	if (1 != sscanf(arguments, "%u", &wiring.clockHz))
		fail("open wants a frequency");
	chipTells(false);
	if (gOpen)
		iso7816Close(&gSlot);
	memset(&gSlot, 0, sizeof(gSlot));
	gOpen = true;
	chipPowerUp(&wiring, present);
	if (iso7816Open(&gSlot, &wiring))
		fail("the slot does not open");
	chipTells(true);
	result(0, 0, 0, NULL);
}

static void sendBytes(const char *arguments)
{
	uint8_t bytes[kBytes];
	uint32_t count = 0, sent;
	ISO7816Pace pace;
	ISO7816Ending ending;
	int at;
	unsigned byte;

	if (2 != sscanf(arguments, "%lf %lf %n", &pace.firstEtu, &pace.nextEtu, &at))
		fail("send wants a pace");
	for (arguments += at; 1 == sscanf(arguments, "%2x", &byte); arguments += 2)
		bytes[count++] = (uint8_t)byte;
	ending = iso7816Send(&gSlot, bytes, count, &pace, &sent);
	result(ending, sent, 0, NULL);
}

static void receiveBytes(const char *arguments)
{
	uint8_t bytes[kBytes];
	uint32_t count, received;
	ISO7816Limits limits;
	ISO7816Ending ending;
	double etu;

	if (4 != sscanf(arguments, "%u %lf %lf %lf", &count, &limits.firstEtu, &limits.nextEtu, &limits.allEtu))
		fail("receive wants a count and limits");
	ending = iso7816Receive(&gSlot, bytes, count, &limits, &received, &etu);
	result(ending, received, etu, bytes);
}

static void setLine(const char *name, int value)
{
	esp_err_t err;

	if (!strcmp(name, "supply"))
		err = iso7816SetSupply(&gSlot, value);
	else if (!strcmp(name, "clock"))
		err = iso7816SetClock(&gSlot, value);
	else if (!strcmp(name, "reset"))
		err = iso7816SetReset(&gSlot, value);
	else if (!strcmp(name, "io"))
		err = iso7816SetIO(&gSlot, value);
	else
		fail("no such command");
	result(err, 0, 0, NULL);
}

static void command(char *line)
{
	unsigned long long now, quiet;
	char name[16];
	int present, at;

	if (4 != sscanf(line, "%llu %llu %d %15s %n", &now, &quiet, &present, name, &at))
		fail("no command");
	line += at;
	if (!strcmp(name, "open")) {
		openSlot(line, present);
		return;
	}
	chipQuietUntil(quiet);
	chipRun(now, attend);
	chipPresence(present);
	attend();
	if (!strcmp(name, "send"))
		sendBytes(line);
	else if (!strcmp(name, "receive"))
		receiveBytes(line);
	else if (!strcmp(name, "wait"))
		result(iso7816Wait(&gSlot, atof(line)), 0, 0, NULL);
	else if (!strcmp(name, "late")) {
		chipLate((uint32_t)atoi(line));
		result(0, 0, 0, NULL);
	}
	else if (!strcmp(name, "touch")) {
		chipTouch();
		result(0, 0, 0, NULL);
	}
	else if (!strcmp(name, "look"))
		result(0, 0, 0, NULL);
	else if (!strcmp(name, "framing")) {
		int inverse, signal;
		double etu;
		if (3 != sscanf(line, "%d %lf %d", &inverse, &etu, &signal))
			fail("framing wants three");
		result(iso7816SetFraming(&gSlot, inverse, etu, signal), 0, 0, NULL);
	}
	else
		setLine(name, atoi(line));
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
	while (fgets(line, sizeof(line), gFrom))
		command(line);
	chipTells(false);
	if (gOpen)
		iso7816Close(&gSlot);
	return 0;
}
