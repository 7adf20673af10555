#include "corpus/framing/frame.h"
