/*
 * Runs a Linux image of the Moddable SDK's simulator without a window: `headless IMAGE` loads mc.so and takes mcsim's part.
 * What the image says by `screen.postMessage(text)` goes to standard output, a line each; the message {"kind":"done"} ends
 * it. It is compiled where the SDK is, against the SDK's screen.h.
 */

#define mxLinux 1
#include <dlfcn.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "screen.h"

/* As the terminal's display; nothing is drawn. */
enum { WIDTH = 240, HEIGHT = 320 };

/* The image wants to be called this often while it has timers or promises, ms. */
enum { IDLE_MS = 2 };

static const char done[] = "{\"kind\":\"done\"";
static GMainLoop *loop;
static guint idling;
static int status = 70;

static gboolean on_idle(gpointer data)
{
	txScreen *screen = data;
	if (screen->idle)
		screen->idle(screen);
	return G_SOURCE_CONTINUE;
}

static void start(txScreen *screen, double interval)
{
	(void)interval;
	if (!idling)
		idling = g_timeout_add(IDLE_MS, on_idle, screen);
}

static void stop(txScreen *screen)
{
	(void)screen;
	if (idling)
		g_source_remove(idling);
	idling = 0;
}

static void post(txScreen *screen, char *message, int size)
{
	(void)screen;
	if (size)
		return;
	puts(message);
	fflush(stdout);
	if (strncmp(message, done, sizeof done - 1) == 0) {
		status = 0;
		g_main_loop_quit(loop);
	}
}

static void on_abort(txScreen *screen, int code)
{
	(void)screen;
	fprintf(stderr, "XS gave up, code %d\n", code);
	g_main_loop_quit(loop);
	exit(70);
}

static void ignore(txScreen *screen)
{
	(void)screen;
}

int main(int count, char **arguments)
{
	if (count != 2) {
		fprintf(stderr, "usage: headless IMAGE\n");
		return 2;
	}
	void *image = dlopen(arguments[1], RTLD_NOW);
	txScreenLaunchProc launch = image ? (txScreenLaunchProc)dlsym(image, "fxScreenLaunch") : NULL;
	if (!launch) {
		fprintf(stderr, "%s\n", dlerror());
		return 2;
	}
	txScreen *screen = calloc(1, sizeof *screen + WIDTH * HEIGHT * screenBytesPerPixel);
	if (!screen)
		return 70;
	screen->abort = on_abort;
	screen->bufferChanged = ignore;
	screen->formatChanged = ignore;
	screen->post = post;
	screen->start = start;
	screen->stop = stop;
	screen->width = WIDTH;
	screen->height = HEIGHT;
	mxCreateMutex(&screen->workersMutex);
	loop = g_main_loop_new(NULL, FALSE);
	launch(screen);
	if (status)
		g_main_loop_run(loop);
	return status;
}
