/*
 * An ESP32 as far as the slot sees it: one timer, one UART, LEDC and pins, in virtual time. It asks whoever plays the
 * card what comes over I/O, and runs the interrupts at the tick at which they are due. A call fails as the driver of
 * ESP-IDF v6.0 fails; what that asserts, and what real hardware would do wrong in silence, ends the program here.
 */

#include "chip.h"
#include "idf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define kPins (40)
#define kNever UINT64_MAX

struct FakeUART {
	uint32_t	divider;	// of APB, in sixteenths; 0 before it is set up
	uart_parity_t	parity;
	uint32_t	raw, enabled;
	uint8_t		fifo[128];
	uint32_t	count;
	void		(*handler)(void *);
	void		*it;
};

struct FakeTimer {
	uint32_t	hz;
	uint64_t	alarm;
	enum { kTimerFree, kTimerInit, kTimerEnabled, kTimerRunning } state;
	gptimer_alarm_cb_t onAlarm;
	void		*it;
};

struct FakeSemaphore {
	bool		taken;
	bool		binary;
};

typedef struct {
	gpio_mode_t	mode;
	gpio_int_type_t interrupts;
	uint32_t	level;			// of the pin's own register
	uint32_t	signal;			// what drives it
	bool		enabled;
	void		(*handler)(void *);
	void		*it;
} Pin;

uart_dev_t UART1, UART2;
uint32_t fakeAPB;

static Pin gPins[kPins];
static struct FakeTimer gTimer;
static const ISO7816Wiring *gWiring;
static uart_dev_t *gUART;
static bool gHears;				// the UART's input is I/O
static bool gPresent;
static bool gTelling;
static uint32_t gDuty, gIdle;
static bool gClockHasTimer, gClockHasChannel;
static uint32_t gNotified;

static uint64_t gNow;
static uint64_t gQuiet;			// nothing comes from the card before
static uint32_t gLate;			// how long the UART takes to begin, with every other character
static bool gTurn;
static uint64_t gBegins;		// the UART begins to send what it was given
static uint16_t gSays;
static uint64_t gSpoken;		// the UART has sent its last stop bit
static uint64_t gHeard;			// the UART will have heard a character
static uint16_t gLevels;
static uint64_t gLowFrom, gLowUntil;	// the card holds I/O low: its error signal

static double bit(void)
{
	return (double)gTimer.hz * gUART->divider / (16 * (uint64_t)fakeAPB);
}

static uint64_t after(double bits)
{
	return gNow + (uint64_t)(bits * bit() + 0.5);
}

void chipPowerUp(const ISO7816Wiring *wiring, uint32_t apb, bool present)
{
	int i;

	memset(gPins, 0, sizeof(gPins));
	memset(&UART1, 0, sizeof(UART1));
	memset(&UART2, 0, sizeof(UART2));
	memset(&gTimer, 0, sizeof(gTimer));
	for (i = 0; i < kPins; i++)
		gPins[i].signal = SIG_GPIO_OUT_IDX;
	gWiring = wiring;
	fakeAPB = apb;
	gUART = (1 == wiring->uart) ? &UART1 : &UART2;
	gHears = false;
	gPresent = present;
	gTelling = gTurn = false;
	gDuty = gIdle = 0;
	gClockHasTimer = gClockHasChannel = false;
	gNow = 0;
	gQuiet = gSpoken = gLate = 0;
	gHeard = gBegins = kNever;
	gLowFrom = gLowUntil = kNever;
	gTimer.alarm = kNever;
}

void chipTells(bool telling)
{
	gTelling = telling;
}

uint64_t chipNow(void)
{
	return gNow;
}

void chipQuietUntil(uint64_t moment)
{
	gQuiet = moment;
}

/* I/O */

static bool isLow(void)
{
	if (SIG_GPIO_OUT_IDX == gPins[gWiring->io].signal)
		return true;
	return (gNow >= gLowFrom) && (gNow < gLowUntil);
}

void chipTouch(void)
{
	Pin *io = &gPins[gWiring->io];

	if (io->enabled && (GPIO_INTR_NEGEDGE == io->interrupts))
		io->handler(io->it);
}

/* I/O has fallen: an interrupt, and a start bit to a UART that hears it. */
static void fall(uint16_t levels)
{
	chipTouch();
	if (!gHears)
		return;
	if (gHeard != kNever)
		fail("an edge within a character is a character to the UART");
	gLevels = levels;
	gHeard = after(10.5);
}

/* The UART goes on with a character that it has begun, and finds high whatever is still to come of it. */
static void deafen(void)
{
	int level;

	gHears = false;
	if (kNever == gHeard)
		return;
	for (level = 0; level < 9; level++) {
		// each is looked at in its middle, the stop bit behind them at 10.5
		if (after(9 - level) < gHeard)
			gLevels |= (uint16_t)(1 << level);
	}
}

static void endCharacter(void)
{
	bool parity, odd = UART_PARITY_ODD == gUART->parity;
	uint8_t bits = (uint8_t)gLevels;

	gHeard = kNever;
	if (gUART->count == sizeof(gUART->fifo))
		fail("the UART overflows");
	gUART->fifo[gUART->count++] = bits;
	parity = (bool)__builtin_parity(bits) != odd;
	gUART->raw |= UART_INTR_RXFIFO_FULL;
	if (parity != (0 != (gLevels & 0x100)))
		gUART->raw |= UART_INTR_PARITY_ERR;
	if (gUART->handler && (gUART->enabled & UART_INTR_RXFIFO_FULL))
		gUART->handler(gUART->it);
	if (gUART->raw & gUART->enabled)
		fail("the interrupt comes again, and for ever");
}

void chipPresence(bool present)
{
	Pin *pin = &gPins[gWiring->present];
	bool opens = gPresent && !present;

	gPresent = present;
	if (opens && pin->handler && (GPIO_INTR_POSEDGE == pin->interrupts))
		pin->handler(pin->it);
}

void chipLate(uint32_t ticks)
{
	gLate = ticks;
}

/* The leading edge of a character of the terminal's. */
static void begin(void)
{
	unsigned long long quiet;
	const char *answer;
	char verdict;

	gBegins = kNever;
	if (gHears || isLow())
		fail("the UART hears itself, or speaks on a line that is low");
	answer = ask("say %llu %x %.9g", (unsigned long long)gNow, (unsigned)gSays, bit());
	if (2 != sscanf(answer, "%c %llu", &verdict, &quiet))
		fail("no answer to say");
	gQuiet = quiet;
	gSpoken = after(11);
	fall(0);
	if ('x' == verdict)
		chipPresence(false);
	else if ('r' == verdict) {
		gLowFrom = after(10.5);
		gLowUntil = after(12);
	}
}

/* Time */

/* What the other side says comes until a moment. Returns whether something did. */
static bool hear(uint64_t until)
{
	char kind;
	unsigned long long edge, quiet;
	unsigned levels;
	const char *answer;

	if (until < gQuiet)
		return false;
	answer = ask("hear %llu %.9g", (unsigned long long)until, bit());
	if (4 != sscanf(answer, "%c %llu %x %llu", &kind, &edge, &levels, &quiet))
		fail("no answer to hear");
	gQuiet = quiet;
	if ('n' == kind)
		return false;
	if (edge > gNow)
		gNow = edge;
	if ('x' == kind)
		chipPresence(false);
	else
		fall((uint16_t)levels);
	return true;
}

/* The next thing that happens, at `until` at the latest. */
static void stepUntil(uint64_t until)
{
	uint64_t next = until;

	if (gTimer.alarm < next)
		next = gTimer.alarm;
	if (gHeard < next)
		next = gHeard;
	if (gBegins < next)
		next = gBegins;
	if ((gLowFrom >= gNow) && (gLowFrom < next))
		next = gLowFrom;
	if (kNever == next)
		fail("the task waits for what never comes");
	if (hear(next))
		return;
	gNow = next;
	if (gBegins == next)
		begin();
	else if (gHeard == next)
		endCharacter();
	else if (gLowFrom == next) {
		gLowFrom = next;
		fall(0x1ff);
		gLowFrom -= 1;			// it has been seen
	}
	else if (gTimer.alarm == next) {
		gptimer_alarm_event_data_t event = { gNow, gTimer.alarm };
		gTimer.alarm = kNever;
		gTimer.onAlarm(&gTimer, &event, gTimer.it);
	}
}

void chipRun(uint64_t until, void (*attend)(void))
{
	gTimer.alarm = kNever;
	while (gNow < until) {
		stepUntil(until);
		if (gNotified)
			attend();
	}
}

void chipStep(void)
{
	stepUntil(kNever);
}

/* FreeRTOS */

void (*chipWaits)(void) = NULL;
void (*chipAllocates)(void) = NULL;

/* It comes on the core of whoever asks for it. */
static void chipInterrupts(void)
{
	if (chipAllocates)
		chipAllocates();
}

bool chipNotified(void)
{
	return gNotified > 0;
}

uint32_t ulTaskNotifyTake(BaseType_t clear, uint32_t wait)
{
	uint32_t notified;

	if ((pdTRUE != clear) || (portMAX_DELAY != wait))
		fail("the task waits in another way");
	while (!gNotified) {
		if (chipWaits)
			chipWaits();
		else
			chipStep();
	}
	notified = gNotified;
	gNotified = 0;
	return notified;
}

void vTaskNotifyGiveFromISR(TaskHandle_t task, BaseType_t *woken)
{
	(void)task;
	gNotified += 1;
	*woken = pdTRUE;
}

BaseType_t xTaskNotifyGive(TaskHandle_t task)
{
	(void)task;
	gNotified += 1;
	return pdPASS;
}

SemaphoreHandle_t xSemaphoreCreateMutex(void)
{
	return calloc(1, sizeof(struct FakeSemaphore));
}

SemaphoreHandle_t xSemaphoreCreateBinary(void)
{
	SemaphoreHandle_t semaphore = xSemaphoreCreateMutex();
	semaphore->taken = semaphore->binary = true;
	return semaphore;
}

void vSemaphoreDelete(SemaphoreHandle_t semaphore)
{
	if (semaphore->taken && !semaphore->binary)
		fail("a mutex is deleted that is taken");
	free(semaphore);
}

BaseType_t xSemaphoreTake(SemaphoreHandle_t semaphore, uint32_t wait)
{
	(void)wait;
	while (semaphore->taken) {
		if (!semaphore->binary)
			fail("a mutex is taken twice");
		chipGives();
	}
	semaphore->taken = true;
	return pdTRUE;
}

BaseType_t xSemaphoreGive(SemaphoreHandle_t semaphore)
{
	semaphore->taken = false;
	return pdTRUE;
}

/* Timer */

esp_err_t gptimer_new_timer(const gptimer_config_t *config, gptimer_handle_t *timer)
{
	uint64_t prescale;

	if (!config->resolution_hz)
		return ESP_ERR_INVALID_ARG;
	prescale = (uint64_t)fakeAPB / config->resolution_hz;
	if ((prescale < 2) || (prescale > 65536))
		fail("the driver asserts that the timer can be prescaled so");
	// what the division loses is told in a log, and nowhere else
	gTimer.hz = (uint32_t)((uint64_t)fakeAPB / prescale);
	gTimer.state = kTimerInit;
	*timer = &gTimer;
	return ESP_OK;
}

esp_err_t gptimer_register_event_callbacks(gptimer_handle_t timer, const gptimer_event_callbacks_t *callbacks, void *it)
{
	if (kTimerInit != timer->state)
		return ESP_ERR_INVALID_STATE;
	chipInterrupts();
	timer->onAlarm = callbacks->on_alarm;
	timer->it = it;
	return ESP_OK;
}

static esp_err_t moveTimer(gptimer_handle_t timer, int from, int to)
{
	if (from != (int)timer->state)
		return ESP_ERR_INVALID_STATE;
	timer->state = to;
	return ESP_OK;
}

esp_err_t gptimer_enable(gptimer_handle_t timer)
{
	return moveTimer(timer, kTimerInit, kTimerEnabled);
}

esp_err_t gptimer_disable(gptimer_handle_t timer)
{
	return moveTimer(timer, kTimerEnabled, kTimerInit);
}

esp_err_t gptimer_start(gptimer_handle_t timer)
{
	return moveTimer(timer, kTimerEnabled, kTimerRunning);
}

esp_err_t gptimer_stop(gptimer_handle_t timer)
{
	timer->alarm = kNever;
	return moveTimer(timer, kTimerRunning, kTimerEnabled);
}

esp_err_t gptimer_del_timer(gptimer_handle_t timer)
{
	return moveTimer(timer, kTimerInit, kTimerFree);
}

esp_err_t gptimer_get_raw_count(gptimer_handle_t timer, uint64_t *count)
{
	if (kTimerRunning != timer->state)
		fail("the timer does not run");
	*count = gNow;
	return ESP_OK;
}

/* An alarm in the past does not come. */
esp_err_t gptimer_set_alarm_action(gptimer_handle_t timer, const gptimer_alarm_config_t *config)
{
	timer->alarm = (config->alarm_count > gNow) ? config->alarm_count : kNever;
	return ESP_OK;
}

/* Pins */

/* 24 and 28 to 31 are none of this chip's, and 34 to 39 only listen. */
#define kInputs (0xffffffffffULL & ~(1ULL << 24) & ~(0xfULL << 28))
#define kOutputs (kInputs & ~(0x3fULL << 34))

esp_err_t gpio_config(const gpio_config_t *config)
{
	int i;

	if (!config->pin_bit_mask || (config->pin_bit_mask & ~((GPIO_MODE_INPUT == config->mode) ? kInputs : kOutputs)))
		return ESP_ERR_INVALID_ARG;
	for (i = 0; i < kPins; i++) {
		if (!((config->pin_bit_mask >> i) & 1))
			continue;
		gPins[i].mode = config->mode;
		gPins[i].interrupts = config->intr_type;
		gPins[i].enabled = GPIO_INTR_DISABLE != config->intr_type;
	}
	return ESP_OK;
}

esp_err_t gpio_set_level(int pin, uint32_t level)
{
	gPins[pin].level = level;
	if (!gTelling)
		return ESP_OK;
	if (GPIO_MODE_OUTPUT != gPins[pin].mode)
		fail("a pin is driven that is no output");
	if (pin == gWiring->reset)
		tell("RST %u %llu", (unsigned)level, (unsigned long long)gNow);
	else {
		int class;
		for (class = kISO7816ClassA; class < kISO7816Classes; class++) {
			if (pin == gWiring->supplies[class])
				tell("VCC %d %llu", level ? class : -class, (unsigned long long)gNow);
		}
	}
	gQuiet = 0;
	return ESP_OK;
}

int gpio_get_level(int pin)
{
	return (pin == gWiring->io) ? !isLow() : (pin == gWiring->present) ? !gPresent : (int)gPins[pin].level;
}

esp_err_t gpio_install_isr_service(int flags)
{
	(void)flags;
	return ESP_ERR_INVALID_STATE;	// somebody else has
}

esp_err_t gpio_isr_handler_add(int pin, void (*handler)(void *), void *it)
{
	gPins[pin].handler = handler;
	gPins[pin].it = it;
	gPins[pin].enabled = true;
	return ESP_OK;
}

esp_err_t gpio_isr_handler_remove(int pin)
{
	gPins[pin].handler = NULL;
	gPins[pin].enabled = false;
	return ESP_OK;
}

esp_err_t gpio_intr_enable(int pin)
{
	gPins[pin].enabled = true;
	return ESP_OK;
}

esp_err_t gpio_intr_disable(int pin)
{
	gPins[pin].enabled = false;
	return ESP_OK;
}

void esp_rom_gpio_connect_out_signal(uint32_t pin, uint32_t signal, bool invert, bool enable)
{
	bool low = SIG_GPIO_OUT_IDX == signal;

	(void)invert;
	(void)enable;
	if (((int)pin != gWiring->io) || gPins[pin].level)
		fail("only I/O changes its driver, and its own register is low");
	if (low && gHears)
		fail("the UART hears the terminal hold I/O low");
	gPins[pin].signal = signal;
	if (!gTelling)
		return;
	tell("I/O %d %llu", !low, (unsigned long long)gNow);
	gQuiet = 0;
}

void esp_rom_gpio_connect_in_signal(uint32_t pin, uint32_t signal, bool invert)
{
	(void)invert;
	if (signal != (uint32_t)((1 == gWiring->uart) ? U1RXD_IN_IDX : U2RXD_IN_IDX))
		fail("another input");
	if (GPIO_MATRIX_CONST_ONE_INPUT == pin) {
		deafen();
		return;
	}
	gHears = true;
	if ((int)pin != gWiring->io)
		fail("the UART hears I/O or a constant");
	if (isLow())
		fail("the UART is put on a line that is low");
}

/* CLK */

esp_err_t ledc_timer_config(const ledc_timer_config_t *config)
{
	uint64_t steps = (uint64_t)config->freq_hz << config->duty_resolution;
	uint64_t divider;

	if (!config->freq_hz || !config->duty_resolution || (config->freq_hz != gWiring->clockHz))
		return ESP_ERR_INVALID_ARG;
	// with eight bits of a fraction
	divider = (((uint64_t)fakeAPB << 8) + steps / 2) / steps;
	if ((divider < 0x100) || (divider > 0x3ffff))
		return ESP_FAIL;
	if (divider & 0xff)
		fail("some cycles of CLK are longer than others");
	gClockHasTimer = true;
	return ESP_OK;
}

esp_err_t ledc_channel_config(const ledc_channel_config_t *config)
{
	if ((config->gpio_num != gWiring->clock) || !((kOutputs >> config->gpio_num) & 1))
		return ESP_ERR_INVALID_ARG;
	if (!gClockHasTimer || config->duty)
		fail("CLK runs before anybody has asked for it");
	gClockHasChannel = true;
	return ESP_OK;
}

esp_err_t ledc_stop(int mode, ledc_channel_t channel, uint32_t idle)
{
	(void)mode;
	(void)channel;
	if (!gClockHasChannel)
		return ESP_ERR_INVALID_STATE;
	gIdle = idle;
	if (gTelling)
		tell("CLK 0 %llu", (unsigned long long)gNow);
	return ESP_OK;
}

esp_err_t ledc_set_duty(int mode, ledc_channel_t channel, uint32_t duty)
{
	(void)mode;
	(void)channel;
	gDuty = duty;
	return ESP_OK;
}

esp_err_t ledc_update_duty(int mode, ledc_channel_t channel)
{
	(void)mode;
	(void)channel;
	if (2 != gDuty)
		fail("CLK is high for half of its time");
	if (gTelling)
		tell("CLK 1 %llu", (unsigned long long)gNow);
	return ESP_OK;
}

/* UART */

/* 20 bits, and four of a fraction; what is behind them is cut away. */
static esp_err_t divide(uint32_t baud)
{
	uint64_t divider = baud ? 16 * (uint64_t)fakeAPB / baud : 0;

	if (!baud || (divider >> 24))
		return ESP_FAIL;
	gUART->divider = (uint32_t)divider;
	return ESP_OK;
}

esp_err_t uart_param_config(int port, const uart_config_t *config)
{
	if (port != gWiring->uart)
		fail("another UART");
	gUART->parity = config->parity;
	gUART->enabled = gUART->raw = 0;
	gUART->count = 0;
	return divide((uint32_t)config->baud_rate);
}

esp_err_t uart_set_baudrate(int port, uint32_t baud)
{
	(void)port;
	if (!gUART->divider)
		fail("the UART has no clock yet");
	if (gHeard != kNever)
		fail("another rate within a character");
	return divide(baud);
}

void uart_ll_set_parity(uart_dev_t *uart, uart_parity_t parity)
{
	if (gHears && (gHeard != kNever) && (uart->parity != parity))
		fail("another parity within a character");
	uart->parity = parity;
}

void uart_ll_set_rxfifo_full_thr(uart_dev_t *uart, uint16_t count)
{
	(void)uart;
	if (1 != count)
		fail("an interrupt for each character");
}

void uart_ll_ena_intr_mask(uart_dev_t *uart, uint32_t mask)
{
	uart->enabled |= mask;
}

void uart_ll_disable_intr_mask(uart_dev_t *uart, uint32_t mask)
{
	uart->enabled &= ~mask;
}

void uart_ll_clr_intsts_mask(uart_dev_t *uart, uint32_t mask)
{
	uart->raw &= ~mask;
	// it tells that there is something, not that something came
	if (uart->count)
		uart->raw |= UART_INTR_RXFIFO_FULL;
}

uint32_t uart_ll_get_intraw_mask(uart_dev_t *uart)
{
	return uart->raw;
}

uint32_t uart_ll_get_rxfifo_len(uart_dev_t *uart)
{
	return uart->count;
}

void uart_ll_read_rxfifo(uart_dev_t *uart, uint8_t *bytes, uint32_t count)
{
	if (count > uart->count)
		fail("more is read than there is");
	memcpy(bytes, uart->fifo, count);
	uart->count -= count;
	memmove(uart->fifo, uart->fifo + count, uart->count);
}

void uart_ll_write_txfifo(uart_dev_t *uart, const uint8_t *bytes, uint32_t count)
{
	bool odd = UART_PARITY_ODD == uart->parity;

	if ((1 != count) || (gNow < gSpoken) || (kNever != gBegins))
		fail("one character at a time, and not within another");
	gSays = (uint16_t)(*bytes | (((bool)__builtin_parity(*bytes) != odd) ? 0x100 : 0));
	gTurn = !gTurn;
	if (gLate && gTurn)
		gBegins = gNow + gLate;
	else
		begin();
}

/* Interrupts */

esp_err_t esp_intr_alloc(int source, int flags, void (*handler)(void *), void *it, intr_handle_t *interrupt)
{
	(void)flags;
	if (source != ((1 == gWiring->uart) ? ETS_UART1_INTR_SOURCE : ETS_UART2_INTR_SOURCE))
		fail("another interrupt");
	chipInterrupts();
	gUART->handler = handler;
	gUART->it = it;
	*interrupt = gUART;
	return ESP_OK;
}

esp_err_t esp_intr_free(intr_handle_t interrupt)
{
	interrupt->handler = NULL;
	return ESP_OK;
}
