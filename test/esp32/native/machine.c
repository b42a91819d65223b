/*
 * The slot as a program on the device has it: the class of slot.c in a machine of XS, its task on a thread that has its
 * turn when it has been notified, and messages that are delivered when the machine has nothing else to do.
 */

#include "xsmc.h"
#include "sdk.h"
#include "mc.xs.h"

#include "chip.h"
#include "played.h"

#include <pthread.h>

/* The functions of slot.js. */
extern void xs_iso7816_constructor(xsMachine *the);
extern void xs_iso7816_destructor(void *it);
extern void xs_iso7816_close(xsMachine *the);
extern void xs_iso7816_get_present(xsMachine *the);
extern void xs_iso7816_setSupply(xsMachine *the);
extern void xs_iso7816_setClock(xsMachine *the);
extern void xs_iso7816_setReset(xsMachine *the);
extern void xs_iso7816_setIO(xsMachine *the);
extern void xs_iso7816_setFraming(xsMachine *the);
extern void xs_iso7816_wait(xsMachine *the);
extern void xs_iso7816_send(xsMachine *the);
extern void xs_iso7816_receive(xsMachine *the);

extern void fxInitializeSharedCluster(void);

typedef struct {
	modMessageDeliver	deliver;
	void				*refcon;
} Message;

#define kMessages (8)
#define kCallsToCollection (61)
#define kPostsToRefusal (5)

static xsMachine *gThe;
static xsSlot gObject;
static uint64_t gPins;
static Message gMessages[kMessages];
static int gPosted;
static unsigned gPosts;
static unsigned gCalls;
static Played gPlayed;
static bool gDone, gGone, gRefused;

/* The slot's task */

static pthread_mutex_t gLock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gTurned = PTHREAD_COND_INITIALIZER;
static pthread_t gThread;
static bool gTasksTurn, gDeleted;
static void (*gCode)(void *);
static void *gIt;

static void hand(bool toTask)
{
	gTasksTurn = toTask;
	pthread_cond_broadcast(&gTurned);
	while (gTasksTurn == toTask)
		pthread_cond_wait(&gTurned, &gLock);
}

static void yieldTask(void)
{
	hand(false);
	if (!gDeleted)
		return;
	pthread_mutex_unlock(&gLock);
	pthread_exit(NULL);
}

static void *runTask(void *it)
{
	(void)it;
	pthread_mutex_lock(&gLock);
	while (!gTasksTurn)
		pthread_cond_wait(&gTurned, &gLock);
	gCode(gIt);
	fail("a task never returns");
}

static void onTask(void)
{
	if (!gTasksTurn)
		fail("the interrupt comes on a core that is not the task's, and may be Wi-Fi's");
}

BaseType_t xTaskCreatePinnedToCore(void (*code)(void *), const char *name, uint32_t stack, void *it,
	unsigned priority, TaskHandle_t *task, BaseType_t core)
{
	(void)name;
	// ESP-IDF: no less than 768 bytes, and 25 priorities; Wi-Fi has 23 on the first core
	if ((stack < 2048) || (priority > 22) || (core != configNUMBER_OF_CORES - 1))
		fail("the task has no room, or not its own core");
	chipAllocates = onTask;
	gCode = code;
	gIt = it;
	gDeleted = false;
	chipWaits = yieldTask;
	*task = (TaskHandle_t)&gThread;
	if (pthread_create(&gThread, NULL, runTask, NULL))
		return pdFALSE;
	hand(true);
	return pdPASS;
}

void vTaskSuspend(TaskHandle_t task)
{
	(void)task;
	for (;;)
		yieldTask();
}

void vTaskDelete(TaskHandle_t task)
{
	(void)task;
	gDeleted = true;
	gTasksTurn = true;
	pthread_cond_broadcast(&gTurned);
	pthread_mutex_unlock(&gLock);
	pthread_join(gThread, NULL);
	pthread_mutex_lock(&gLock);
	gTasksTurn = false;
}

void chipGives(void)
{
	hand(true);
}

/* The SDK */

int modMessagePostToMachine(xsMachine *the, uint8_t *message, uint16_t messageLength, modMessageDeliver deliver,
	void *refcon)
{
	if ((the != gThe) || message || messageLength || (kMessages == gPosted))
		fail("another message, or too many");
	// the queue of a debug image stays full for as long as the SDK waits for a place in it
	if (0 == ++gPosts % kPostsToRefusal)
		return -2;
	gMessages[gPosted].deliver = deliver;
	gMessages[gPosted++].refcon = refcon;
	return 0;
}

static bool deliver(void)
{
	Message message = gMessages[0];

	if (!gPosted)
		return false;
	memmove(gMessages, gMessages + 1, (size_t)--gPosted * sizeof(Message));
	message.deliver(gThe, message.refcon, NULL, 0);
	return true;
}

void builtinInitializeTarget(xsMachine *the)
{
	(void)the;
}

int32_t builtinGetSignedInteger(xsMachine *the, xsSlot *slot)
{
	return xsmcToInteger(*slot);
}

uint32_t builtinGetUnsignedInteger(xsMachine *the, xsSlot *slot)
{
	return (uint32_t)xsmcToInteger(*slot);
}

xsSlot *builtinGetCallback(xsMachine *the, xsIdentifier id)
{
	xsSlot slot;
	xsmcGet(slot, xsArg(0), id);
	return fxToReference(the, &slot);
}

static uint64_t pinsOf(uint32_t bank, uint32_t pins)
{
	return (uint64_t)pins << (32 * bank);
}

uint8_t builtinArePinsFree(uint32_t bank, uint32_t pins)
{
	return 0 == (gPins & pinsOf(bank, pins));
}

uint8_t builtinUsePins(uint32_t bank, uint32_t pins)
{
	gPins |= pinsOf(bank, pins);
	return 1;
}

void builtinFreePins(uint32_t bank, uint32_t pins)
{
	if (builtinArePinsFree(bank, pins))
		fail("a pin is given back twice");
	gPins &= ~pinsOf(bank, pins);
}

/* The program */

/* Until what was asked for has been done; and what there is to do at once, where nothing was. */
static void turn(bool asked)
{
	for (;;) {
		if (deliver())
			continue;
		if (chipNotified())
			hand(true);
		else if (asked && !gDone)
			chipStep();
		else
			return;
	}
}

static void onDone(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue count;

	gDone = true;
	gPlayed.ending = xsmcToInteger(xsArg(0));
	gPlayed.count = (uint32_t)xsmcToInteger(xsArg(1));
	gPlayed.etu = xsmcToNumber(xsArg(2));
	if (xsUndefinedType == xsmcTypeOf(xsArg(3)))
		return;
	xsmcGetBufferReadable(xsArg(3), &bytes, &count);
	if (count != gPlayed.count)
		fail("as many bytes as were counted");
	memcpy(gPlayed.bytes, bytes, count);
}

static void onRemoved(xsMachine *the)
{
	(void)the;
	gGone = true;
}

static void define(xsMachine *the, const char *name, xsCallback callback, int length)
{
	xsmcVars(1);
	xsVar(0) = xsNewHostFunction(callback, length);
	xsmcSet(gObject, fxID(the, name), xsVar(0));
}

static void setNumber(xsMachine *the, xsSlot *object, xsIdentifier id, double value)
{
	xsSlot number;
	xsmcSetNumber(number, value);
	xsmcSet(*object, id, number);
}

static void createMachine(void)
{
	xsCreation creation = { 1024 * 1024, 1024 * 1024, 65536, 65536, 4096, 32000, 8000, 1993, 127, 65536, 1993, 0 };

	pthread_mutex_lock(&gLock);
	fxInitializeSharedCluster();
	gThe = xsCreateMachine(&creation, "slot", NULL);
	if (!gThe)
		fail("no machine");
}

int playedOpen(const ISO7816Wiring *wiring)
{
	volatile int thrown = 0;

	if (!gThe)
		createMachine();
	xsBeginHost(gThe);
		xsmcVars(4);
		// once it is open it is to keep itself
		xsVar(3) = gObject = xsNewHostObject(xs_iso7816_destructor);
		define(the, "open", xs_iso7816_constructor, 1);
		define(the, "close", xs_iso7816_close, 0);
		define(the, "present", xs_iso7816_get_present, 0);
		define(the, "supply", xs_iso7816_setSupply, 1);
		define(the, "clock", xs_iso7816_setClock, 1);
		define(the, "reset", xs_iso7816_setReset, 1);
		define(the, "io", xs_iso7816_setIO, 1);
		define(the, "framing", xs_iso7816_setFraming, 3);
		define(the, "wait", xs_iso7816_wait, 1);
		define(the, "send", xs_iso7816_send, 3);
		define(the, "receive", xs_iso7816_receive, 4);

		xsmcSetNewObject(xsVar(0));
		setNumber(the, &xsVar(0), xsID_io, wiring->io);
		setNumber(the, &xsVar(0), xsID_clock, wiring->clock);
		setNumber(the, &xsVar(0), xsID_reset, wiring->reset);
		setNumber(the, &xsVar(0), xsID_present, wiring->present);
		setNumber(the, &xsVar(0), xsID_port, wiring->uart);
		setNumber(the, &xsVar(0), xsID_clockHz, wiring->clockHz);
		xsmcSetNewObject(xsVar(1));
		setNumber(the, &xsVar(1), xsID_A, wiring->supplies[kISO7816ClassA]);
		setNumber(the, &xsVar(1), xsID_B, wiring->supplies[kISO7816ClassB]);
		setNumber(the, &xsVar(1), xsID_C, wiring->supplies[kISO7816ClassC]);
		xsmcSet(xsVar(0), xsID_supplies, xsVar(1));
		xsVar(2) = xsNewHostFunction(onDone, 4);
		xsmcSet(xsVar(0), xsID_onDone, xsVar(2));
		xsVar(2) = xsNewHostFunction(onRemoved, 0);
		xsmcSet(xsVar(0), xsID_onRemoved, xsVar(2));
		xsTry {
			xsCall1(gObject, fxID(the, "open"), xsVar(0));
		}
		xsCatch {
			thrown = 1;
		}
		gRefused = thrown;
		if (thrown) {
			// nobody has it, and collecting it gives back what it took
			xsmcSetUndefined(gObject);
			xsmcSetUndefined(xsVar(3));
			xsmcSetUndefined(xsResult);
			fxCollectGarbage(the);
		}
	xsEndHost(gThe);
	if (thrown && gPins)
		fail("a slot that does not open keeps its pins");
	return thrown;
}

void playedAttend(void)
{
	turn(false);
}

bool playedGone(void)
{
	bool gone = gGone;
	gGone = false;
	return gone;
}

/* Calls a method of the slot. Returns whether it threw. */
static int call(const char *name, int count, const xsSlot *arguments)
{
	volatile int thrown = 0;

	xsBeginHost(gThe);
		xsTry {
			// what nobody holds is to be gone now and then, in the middle of whatever goes on
			if (0 == ++gCalls % kCallsToCollection)
				fxCollectGarbage(the);
			if (1 == count)
				xsCall1(gObject, fxID(the, name), arguments[0]);
			else if (3 == count)
				xsCall3(gObject, fxID(the, name), arguments[0], arguments[1], arguments[2]);
			else
				xsCall4(gObject, fxID(the, name), arguments[0], arguments[1], arguments[2], arguments[3]);
		}
		xsCatch {
			thrown = 1;
		}
	xsEndHost(gThe);
	return thrown;
}

/* Numbers and booleans are no objects, and may lie anywhere. */
static xsSlot number(double value)
{
	xsMachine *the = gThe;
	xsSlot slot;
	xsmcSetNumber(slot, value);
	return slot;
}

void playedClose(void)
{
	xsSlot forLong = number(1e9);

	if (gRefused)
		return;
	// in the middle of something
	if (call("wait", 1, &forLong))
		fail("it refuses to wait");
	xsBeginHost(gThe);
		xsCall0(gObject, fxID(the, "close"));
		xsmcSetUndefined(gObject);
		fxCollectGarbage(the);
	xsEndHost(gThe);
	turn(false);
	gGone = gDone = false;
	if (gPins)
		fail("not every pin was given back");
}

static void demand(const char *name, int count, const xsSlot *arguments, Played *played)
{
	memset(&gPlayed, 0, sizeof(gPlayed));
	gDone = false;
	if (call(name, count, arguments))
		fail("it refuses to wait, to send or to receive");
	// a second before the first is done is a mistake
	if (!call(name, count, arguments))
		fail("it does two things at a time");
	turn(true);
	*played = gPlayed;
}

int playedSet(const char *line, int value)
{
	xsSlot slot = number(value);
	int thrown = call(line, 1, &slot);
	turn(false);
	return thrown;
}

int playedFraming(bool inverse, double clocksPerEtu, bool errorSignal)
{
	xsSlot arguments[] = { number(inverse), number(clocksPerEtu), number(errorSignal) };
	return call("framing", 3, arguments);
}

void playedWait(double clocks, Played *played)
{
	xsSlot slot = number(clocks);
	demand("wait", 1, &slot, played);
}

void playedSend(const uint8_t *bytes, uint32_t count, const ISO7816Pace *pace, Played *played)
{
	xsBeginHost(gThe);
		xsmcVars(1);
		xsmcSetArrayBuffer(xsVar(0), (void *)bytes, (xsIntegerValue)count);
		xsmcSet(gObject, fxID(the, "bytes"), xsVar(0));
		{
			xsSlot arguments[] = { xsVar(0), number(pace->firstEtu), number(pace->nextEtu) };
			demand("send", 3, arguments, played);
		}
	xsEndHost(gThe);
}

void playedReceive(uint32_t count, const ISO7816Limits *limits, Played *played)
{
	xsSlot arguments[] = { number(count), number(limits->firstEtu), number(limits->nextEtu), number(limits->allEtu) };
	demand("receive", 4, arguments, played);
}
