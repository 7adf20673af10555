#include "corpus/gazetteer/gazetteer.h"
