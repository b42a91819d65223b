/*
 * A card slot for XS: the class of slot.js over iso7816.c. What waits is done by a task of the slot's own, and told by
 * a message; the machine goes on meanwhile. One thing at a time: whoever asks for a second is mistaken.
 *
 * Compiled against ESP-IDF v6.0.1; not tried on hardware.
 */

#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"			// for xsID_* values

#include "builtinCommon.h"
#include "iso7816.h"

/* Bytes; the drivers of ESP-IDF are set up on it, too. */
#define kStack (4096)
/*
 * Above all that draws, computes or talks to a network, but for Wi-Fi, which has the first core and a higher one: an
 * error signal ends within one etu.
 */
#define kPriority (20)
#define kCore (configNUMBER_OF_CORES - 1)

#define kBytes (512)

enum {
	kIdle = 0,
	kWait,
	kSend,
	kReceive,
	kClose
};

typedef struct {
	xsSlot			obj;
	xsMachine		*the;
	xsSlot			*onDone;
	xsSlot			*onRemoved;
	uint8_t			useCount;		// the object, and each message on its way
	bool			closed;
	uint8_t			work;			// what the machine waits for
	uint8_t			asked;			// the same, until the task has taken it
	SemaphoreHandle_t	turned;		// the task has opened the slot; and, at its end, will not do anything any more
	esp_err_t		opened;

	// with `asked` they are the task's, with the message the machine's again
	double			clocks;
	ISO7816Pace		pace;
	ISO7816Limits	limits;
	ISO7816Ending	ending;
	uint32_t		count;
	double			etu;
	uint8_t			bytes[kBytes];

	ISO7816Record	contacts;
} SlotRecord, *Slot;

static void xs_iso7816_mark(xsMachine *the, void *it, xsMarkRoot markRoot);
static void slotLoop(void *it);
static void slotDone(void *the, void *refcon, uint8_t *message, uint16_t messageLength);
static void slotRemoved(void *the, void *refcon, uint8_t *message, uint16_t messageLength);

void xs_iso7816_destructor(void *data);

static const xsHostHooks ICACHE_RODATA_ATTR xsISO7816Hooks = {
	xs_iso7816_destructor,
	xs_iso7816_mark,
	NULL
};

static Slot slotOf(xsMachine *the)
{
	return xsmcGetHostDataValidate(xsThis, (void *)&xsISO7816Hooks);
}

/* Pins */

static int pinOf(xsMachine *the, xsSlot *pin)
{
	int number = (int)builtinGetPin(the, pin);
	if (!builtinIsPinFree(number))
		xsUnknownError("in use");
	return number;
}

static void readWiring(xsMachine *the, ISO7816Wiring *wiring)
{
	const xsIdentifier supplies[kISO7816Classes] = { 0, xsID_A, xsID_B, xsID_C };
	int class;

	xsmcGet(xsVar(0), xsArg(0), xsID_io);
	wiring->io = pinOf(the, &xsVar(0));
	xsmcGet(xsVar(0), xsArg(0), xsID_clock);
	wiring->clock = pinOf(the, &xsVar(0));
	xsmcGet(xsVar(0), xsArg(0), xsID_reset);
	wiring->reset = pinOf(the, &xsVar(0));

	wiring->present = kISO7816NoPin;
	if (xsmcHas(xsArg(0), xsID_present)) {
		xsmcGet(xsVar(0), xsArg(0), xsID_present);
		wiring->present = pinOf(the, &xsVar(0));
	}

	xsmcGet(xsVar(1), xsArg(0), xsID_supplies);
	wiring->supplies[kISO7816Off] = kISO7816NoPin;
	for (class = kISO7816ClassA; class < kISO7816Classes; class++) {
		wiring->supplies[class] = kISO7816NoPin;
		if (!xsmcHas(xsVar(1), supplies[class]))
			continue;
		xsmcGet(xsVar(0), xsVar(1), supplies[class]);
		wiring->supplies[class] = pinOf(the, &xsVar(0));
	}

	xsmcGet(xsVar(0), xsArg(0), xsID_port);
	wiring->uart = builtinGetSignedInteger(the, &xsVar(0));
	if ((1 != wiring->uart) && (2 != wiring->uart))
		xsRangeError("invalid port");
	xsmcGet(xsVar(0), xsArg(0), xsID_clockHz);
	wiring->clockHz = builtinGetUnsignedInteger(the, &xsVar(0));
	if ((wiring->clockHz < 1000000) || (wiring->clockHz > 5000000))
		xsRangeError("invalid clockHz");
}

static void eachPin(const ISO7816Wiring *wiring, bool use)
{
	int pins[] = {
		wiring->io, wiring->clock, wiring->reset, wiring->present,
		wiring->supplies[kISO7816ClassA], wiring->supplies[kISO7816ClassB], wiring->supplies[kISO7816ClassC]
	};
	size_t i;

	for (i = 0; i < sizeof(pins) / sizeof(pins[0]); i++) {
		if (kISO7816NoPin == pins[i])
			continue;
		if (use)
			builtinUsePin(pins[i]);
		else
			builtinFreePin(pins[i]);
	}
}

/* Object */

void xs_iso7816_constructor(xsMachine *the)
{
	ISO7816Wiring wiring;
	xsSlot *onDone, *onRemoved;
	Slot slot;

	xsmcVars(2);
	readWiring(the, &wiring);
	onDone = builtinGetCallback(the, xsID_onDone);
	onRemoved = builtinGetCallback(the, xsID_onRemoved);
	if (!onDone || !onRemoved)
		xsUnknownError("callback required");
	builtinInitializeTarget(the);

	slot = c_calloc(1, sizeof(SlotRecord));
	if (!slot)
		xsRangeError("no memory");
	slot->obj = xsThis;
	slot->the = the;
	slot->onDone = onDone;
	slot->onRemoved = onRemoved;
	slot->useCount = 1;
	slot->contacts.wiring = wiring;
	slot->turned = xSemaphoreCreateBinary();
	if (!slot->turned || (pdPASS != xTaskCreatePinnedToCore(slotLoop, "iso7816", kStack, slot, kPriority,
			&slot->contacts.task, kCore))) {
		if (slot->turned)
			vSemaphoreDelete(slot->turned);
		c_free(slot);
		xsUnknownError("no task");
	}

	xsmcSetHostData(xsThis, slot);
	xsSetHostHooks(xsThis, (xsHostHooks *)&xsISO7816Hooks);
	eachPin(&wiring, true);
	xSemaphoreTake(slot->turned, portMAX_DELAY);
	if (slot->opened)
		xsUnknownError("no slot");		// and the destructor gives back what there is
	xsRemember(slot->obj);
}

static void start(Slot slot, uint8_t work)
{
	__atomic_store_n(&slot->asked, work, __ATOMIC_SEQ_CST);
	xTaskNotifyGive(slot->contacts.task);
}

static void release(Slot slot)
{
	if (0 == __atomic_sub_fetch(&slot->useCount, 1, __ATOMIC_SEQ_CST))
		c_free(slot);
}

void xs_iso7816_destructor(void *data)
{
	Slot slot = data;
	if (!slot) return;

	slot->closed = true;
	// a call that waits is not waited for: to it the card has left
	slot->contacts.left = true;
	start(slot, kClose);
	xSemaphoreTake(slot->turned, portMAX_DELAY);
	vTaskDelete(slot->contacts.task);
	vSemaphoreDelete(slot->turned);

	iso7816Close(&slot->contacts);
	eachPin(&slot->contacts.wiring, false);
	release(slot);
}

void xs_iso7816_close(xsMachine *the)
{
	Slot slot = xsmcGetHostData(xsThis);
	if (slot && xsmcGetHostDataValidate(xsThis, (void *)&xsISO7816Hooks)) {
		xsForget(slot->obj);
		xs_iso7816_destructor(slot);
		xsmcSetHostData(xsThis, NULL);
		xsmcSetHostDestructor(xsThis, NULL);
	}
}

void xs_iso7816_mark(xsMachine *the, void *it, xsMarkRoot markRoot)
{
	Slot slot = it;

	(*markRoot)(the, slot->onDone);
	(*markRoot)(the, slot->onRemoved);
}

/* Lines */

void xs_iso7816_get_present(xsMachine *the)
{
	xsmcSetBoolean(xsResult, iso7816Present(&slotOf(the)->contacts));
}

static void check(xsMachine *the, esp_err_t err)
{
	if (err)
		xsUnknownError("out of order");
}

void xs_iso7816_setSupply(xsMachine *the)
{
	int class = xsmcToInteger(xsArg(0));
	if ((class < kISO7816Off) || (class >= kISO7816Classes))
		xsRangeError("invalid supply");
	check(the, iso7816SetSupply(&slotOf(the)->contacts, class));
}

void xs_iso7816_setClock(xsMachine *the)
{
	check(the, iso7816SetClock(&slotOf(the)->contacts, xsmcToBoolean(xsArg(0))));
}

void xs_iso7816_setReset(xsMachine *the)
{
	check(the, iso7816SetReset(&slotOf(the)->contacts, xsmcToBoolean(xsArg(0))));
}

void xs_iso7816_setIO(xsMachine *the)
{
	check(the, iso7816SetIO(&slotOf(the)->contacts, xsmcToBoolean(xsArg(0))));
}

void xs_iso7816_setFraming(xsMachine *the)
{
	Slot slot = slotOf(the);
	double clocksPerEtu = xsmcToNumber(xsArg(1));
	if (!(clocksPerEtu >= 1))
		xsRangeError("invalid etu");
	check(the, iso7816SetFraming(&slot->contacts, xsmcToBoolean(xsArg(0)), clocksPerEtu, xsmcToBoolean(xsArg(2))));
}

/* What waits */

static Slot idleSlotOf(xsMachine *the)
{
	Slot slot = slotOf(the);
	if (kIdle != slot->work)
		xsUnknownError("busy");
	return slot;
}

static void ask(Slot slot, uint8_t work)
{
	slot->work = work;
	start(slot, work);
}

void xs_iso7816_wait(xsMachine *the)
{
	Slot slot = idleSlotOf(the);
	slot->clocks = xsmcToNumber(xsArg(0));
	ask(slot, kWait);
}

void xs_iso7816_send(xsMachine *the)
{
	Slot slot = idleSlotOf(the);
	void *bytes;
	xsUnsignedValue count;

	slot->pace.firstEtu = xsmcToNumber(xsArg(1));
	slot->pace.nextEtu = xsmcToNumber(xsArg(2));
	xsmcGetBufferReadable(xsArg(0), &bytes, &count);
	if ((count < 1) || (count > kBytes))
		xsRangeError("invalid count");
	c_memcpy(slot->bytes, bytes, count);
	slot->count = count;
	ask(slot, kSend);
}

void xs_iso7816_receive(xsMachine *the)
{
	Slot slot = idleSlotOf(the);
	int count = xsmcToInteger(xsArg(0));

	if ((count < 1) || (count > kBytes))
		xsRangeError("invalid count");
	slot->count = (uint32_t)count;
	slot->limits.firstEtu = xsmcToNumber(xsArg(1));
	slot->limits.nextEtu = xsmcToNumber(xsArg(2));
	slot->limits.allEtu = xsmcToNumber(xsArg(3));
	ask(slot, kReceive);
}

/* The slot's task */

static void post(Slot slot, modMessageDeliver deliver)
{
	__atomic_add_fetch(&slot->useCount, 1, __ATOMIC_SEQ_CST);
	// in a debug image the SDK gives up after 20 ms where the machine is long about something else
	while (modMessagePostToMachine(slot->the, NULL, 0, deliver, slot)) {
		if (kClose == __atomic_load_n(&slot->asked, __ATOMIC_SEQ_CST)) {
			release(slot);
			return;
		}
	}
}

static void perform(Slot slot, uint8_t work)
{
	uint32_t count = slot->count;

	if (kWait == work)
		slot->ending = iso7816Wait(&slot->contacts, slot->clocks);
	else if (kSend == work) {
		slot->ending = iso7816Send(&slot->contacts, slot->bytes, count, &slot->pace, &slot->count);
		// it may have been a PIN
		c_memset(slot->bytes, 0, count);
	}
	else
		slot->ending = iso7816Receive(&slot->contacts, slot->bytes, count, &slot->limits, &slot->count, &slot->etu);
}

static void slotLoop(void *it)
{
	Slot slot = it;

	// here: an interrupt comes on the core on which it was asked for
	slot->opened = iso7816Open(&slot->contacts);
	xSemaphoreGive(slot->turned);
	while (kClose != __atomic_load_n(&slot->asked, __ATOMIC_SEQ_CST)) {
		uint8_t work;

		ulTaskNotifyTake(pdTRUE, portMAX_DELAY);
		// a slot that did not open has nothing to attend to, and is only given back
		if (slot->opened)
			continue;
		// this may take the notification of what is asked meanwhile: so it is looked for behind it
		iso7816Attend(&slot->contacts);
		work = __atomic_exchange_n(&slot->asked, kIdle, __ATOMIC_SEQ_CST);
		if (kClose == work)
			break;
		if (kIdle != work)
			perform(slot, work);
		// that the card has left comes first: its driver then knows why the call has ended so
		if (slot->contacts.gone) {
			slot->contacts.gone = false;
			post(slot, slotRemoved);
		}
		if (kIdle != work)
			post(slot, slotDone);
	}
	xSemaphoreGive(slot->turned);
	vTaskSuspend(NULL);
}

/* In the machine's task again */

static void slotRemoved(void *theIn, void *refcon, uint8_t *message, uint16_t messageLength)
{
	xsMachine *the = (xsMachine *)theIn;
	Slot slot = refcon;
	(void)message;
	(void)messageLength;

	if (!slot->closed) {
		xsBeginHost(the);
			xsCallFunction0(xsReference(slot->onRemoved), slot->obj);
		xsEndHost(the);
	}
	release(slot);
}

static void slotDone(void *theIn, void *refcon, uint8_t *message, uint16_t messageLength)
{
	xsMachine *the = (xsMachine *)theIn;
	Slot slot = refcon;
	(void)message;
	(void)messageLength;

	if (!slot->closed) {
		uint8_t work = slot->work;
		// the next may be asked for in the middle of this
		slot->work = kIdle;
		xsBeginHost(the);
			xsmcVars(4);
			xsmcSetInteger(xsVar(0), slot->ending);
			xsmcSetInteger(xsVar(1), (xsIntegerValue)slot->count);
			xsmcSetNumber(xsVar(2), slot->etu);
			if (kReceive == work) {
				xsmcSetArrayBuffer(xsVar(3), slot->bytes, (xsIntegerValue)slot->count);
				c_memset(slot->bytes, 0, slot->count);
			}
			xsCallFunction4(xsReference(slot->onDone), slot->obj, xsVar(0), xsVar(1), xsVar(2), xsVar(3));
		xsEndHost(the);
	}
	release(slot);
}
