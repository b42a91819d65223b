/*
 * The bare contacts of one card slot on an ESP32 (ISO/IEC 7816-3): lines in their order, characters with their parity
 * and their time, the error signal. Protocols are the caller's, and so is patience: every limit comes with the call.
 *
 * Time is counted by one timer, ten ticks to a cycle of CLK, both cut from the same 80 MHz: 40 MHz and 4 MHz.
 */

#ifndef __ISO7816_H__
#define __ISO7816_H__

#include <stdbool.h>
#include <stdint.h>

#include "freertos/FreeRTOS.h"
#include "freertos/semphr.h"
#include "freertos/task.h"
#include "driver/gptimer.h"
#include "esp_err.h"
#include "esp_intr_alloc.h"
#include "hal/uart_ll.h"

#define kISO7816NoPin (-1)

/* The longest block of T=1 is 258 characters (11.3.1): a caller that is busy elsewhere loses none of it. */
#define kISO7816Heard (512)

/* Classes of supply (5.1.3): 5 V, 3 V, 1.8 V. */
enum {
	kISO7816Off = 0,
	kISO7816ClassA,
	kISO7816ClassB,
	kISO7816ClassC,
	kISO7816Classes
};

/* How a call has ended. */
typedef enum {
	kISO7816Complete = 0,
	kISO7816Silent,			// too little came in time
	kISO7816Damaged,		// the last character has a wrong parity
	kISO7816Refused,		// the card gave the error signal, and nothing was sent behind it
	kISO7816Removed			// the card has left, and the contacts are down
} ISO7816Ending;

typedef struct {
	int		io;				// one line for both directions: open drain, pulled up to VCC outside
	int		clock;
	int		reset;
	int		supplies[kISO7816Classes];	// high switches the class on; kISO7816NoPin where the board has none
	int		present;		// low while a card is in; kISO7816NoPin where there is no switch
	int		uart;			// 1 or 2
	uint32_t	clockHz;
} ISO7816Wiring;

/* Distances are etu from leading edge to leading edge. */
typedef struct {
	double	firstEtu;		// from the last character on I/O, whoever sent that
	double	nextEtu;
} ISO7816Pace;

/* An edge right at its limit is in time. */
typedef struct {
	double	firstEtu;		// from the last leading edge, or the later rise of RST
	double	nextEtu;
	double	allEtu;			// from where firstEtu counts to the last character
} ISO7816Limits;

/* As the interrupt found it: nine levels, the first to come in bit 0, the parity in bit 8, 1 for high. */
typedef struct {
	uint32_t	edge;		// lower half of the timer's count
	uint16_t	levels;
} ISO7816Character;

typedef struct {
	ISO7816Wiring		wiring;
	uart_dev_t			*uart;
	intr_handle_t		interrupt;
	gptimer_handle_t	timer;
	SemaphoreHandle_t	lines;		// who moves the lines: the caller's task, or the slot's when the card leaves
	TaskHandle_t		task;		// the slot's own

	bool				powered;
	bool				listening;	// I/O is in reception mode
	bool				running;	// CLK
	bool				high;		// RST
	bool				torn;		// the card has left since VCC came on
	bool				gone;		// the same, until the caller has been told

	double				etu;		// ticks
	uint32_t			tenHalf;	// ten and a half of them: the middle of the pause behind a character
	uint32_t			thirteen;
	bool				inverse;
	bool				signals;	// the error signal is given and looked for (7.3)
	uint64_t			seen;		// the last leading edge of a character sent or taken, or the rise of RST

	// what the interrupts leave for the slot's task
	volatile uint32_t	edge;		// the last leading edge on I/O
	volatile bool		edged;		// and its character has not come to its end
	volatile bool		deaf;		// the UART does not hear I/O: what it ends now it had begun to hear before
	volatile bool		held;		// I/O is held low: the error signal for that character
	volatile bool		left;		// the presence switch has opened
	volatile uint16_t	head;		// the next place in `heard` to write, and to read
	volatile uint16_t	tail;
	ISO7816Character	heard[kISO7816Heard];
} ISO7816Record, *ISO7816;

/*
 * All lines low, which is how an empty slot stays. `slot->wiring` is set, and `slot->task` is before VCC comes on. The
 * interrupts come on the core of whoever calls this.
 */
esp_err_t	iso7816Open(ISO7816 slot);
void		iso7816Close(ISO7816 slot);

bool		iso7816Present(ISO7816 slot);

/*
 * The lines, from any task. ESP_ERR_INVALID_STATE for an order that a card would not survive (6.2, 6.4). After the card
 * has left they stay down, whatever is asked, until VCC is switched on again.
 */
esp_err_t	iso7816SetSupply(ISO7816 slot, int class);
esp_err_t	iso7816SetIO(ISO7816 slot, bool reception);
esp_err_t	iso7816SetClock(ISO7816 slot, bool running);
esp_err_t	iso7816SetReset(ISO7816 slot, bool high);

/* Between characters only; the convention holds for what has been heard and not yet been taken, too. */
esp_err_t	iso7816SetFraming(ISO7816 slot, bool inverse, double clocksPerEtu, bool errorSignal);

/* These wait, and are the slot's own task's. */
ISO7816Ending	iso7816Send(ISO7816 slot, const uint8_t *bytes, uint32_t count,
					const ISO7816Pace *pace, uint32_t *sent);
ISO7816Ending	iso7816Receive(ISO7816 slot, uint8_t *bytes, uint32_t count,
					const ISO7816Limits *limits, uint32_t *received, double *etu);
ISO7816Ending	iso7816Wait(ISO7816 slot, double clocks);

/* What cannot wait for a call, whenever the task wakes: contacts go down after the card, an error signal ends. */
void		iso7816Attend(ISO7816 slot);

#endif
