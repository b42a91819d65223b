/* As much of XS as random.c uses, for a run on the desk: a machine whose only argument is a buffer. */
#include <setjmp.h>
#include <stddef.h>
typedef unsigned int xsUnsignedValue;
typedef struct {
	unsigned char *bytes;
	xsUnsignedValue length;
	jmp_buf thrown;
} xsMachine;
#define xsArg(index) (index)
#define xsmcGetBufferWritable(argument, data, count) \
	((void)(argument), *(data) = the->bytes, *(count) = the->length)
#define xsUnknownError(words) longjmp(the->thrown, 1)
