/* As much of the Moddable SDK beyond xs.h as slot.c uses, as its 8.2.3 has it. */

#ifndef __SDK_H__
#define __SDK_H__

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ICACHE_RODATA_ATTR
#undef c_calloc
#undef c_free
#undef c_memcpy
#undef c_memset
#define c_calloc calloc
#define c_free free
#define c_memcpy memcpy
#define c_memset memset

typedef void (*modMessageDeliver)(void *the, void *refcon, uint8_t *message, uint16_t messageLength);
int modMessagePostToMachine(xsMachine *the, uint8_t *message, uint16_t messageLength, modMessageDeliver callback,
	void *refcon);

void builtinInitializeTarget(xsMachine *the);
int32_t builtinGetSignedInteger(xsMachine *the, xsSlot *slot);
uint32_t builtinGetUnsignedInteger(xsMachine *the, xsSlot *slot);
xsSlot *builtinGetCallback(xsMachine *the, xsIdentifier id);
uint8_t builtinArePinsFree(uint32_t bank, uint32_t pin);
uint8_t builtinUsePins(uint32_t bank, uint32_t pin);
void builtinFreePins(uint32_t bank, uint32_t pin);
#define builtinGetPin(the, slot) builtinGetUnsignedInteger(the, slot)
#define builtinIsPinFree(pin) builtinArePinsFree(pin >> 5, 1 << (pin & 0x1F))
#define builtinUsePin(pin) builtinUsePins(pin >> 5, 1 << (pin & 0x1F))
#define builtinFreePin(pin) builtinFreePins(pin >> 5, 1 << (pin & 0x1F))

#endif
