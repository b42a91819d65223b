/*
 * Reads the names of JavaScript modules from its input, a line each, and says for each how many bytes of bytecode XS's
 * own compiler makes of it, as for a device: 16-bit names, no lines for a debugger.
 */

#include "xsScript.h"

static txString gLine = NULL;

static txInteger compiledSize(txString path)
{
	txParser _parser;
	txParser* parser = &_parser;
	txParserJump jump;
	txScript* script = NULL;
	txInteger size = -1;
	txString name = NULL;
	FILE* file = fopen(path, "r");
	if (!file)
		return -1;
	fxInitializeParser(parser, NULL, 8 * 1024 * 1024, 1993);
	parser->firstJump = &jump;
	if (c_setjmp(jump.jmp_buf) == 0) {
		fxParserTree(parser, file, (txGetter)fgetc, 0, &name);
		fxParserHoist(parser);
		fxParserBind(parser);
		script = fxParserCode(parser);
		if (script && !parser->errorCount)
			size = script->codeSize;
	}
	fclose(file);
	fxTerminateParser(parser);
	return size;
}

int main(void)
{
	size_t capacity = 0;
	ssize_t length;
	while ((length = getline(&gLine, &capacity, stdin)) > 0) {
		gLine[length - 1] = 0;
		printf("%d\n", (int)compiledSize(gLine));
	}
	free(gLine);
	return 0;
}

/* What the compiler asks of whoever it is built into. */

void fxVReportError(void* console, txString path, txInteger line, txString format, c_va_list arguments)
{
	fprintf(stderr, "%s:%d: ", gLine, (int)line);
	vfprintf(stderr, format, arguments);
	fprintf(stderr, "\n");
}

void fxVReportWarning(void* console, txString path, txInteger line, txString format, c_va_list arguments)
{
	fxVReportError(console, path, line, format, arguments);
}

txID fxGenerateProfileID(void* console)
{
	return 0;
}

void fxGenerateTag(void* console, txString buffer, txInteger bufferSize, txString path)
{
	*buffer = 0;
}
