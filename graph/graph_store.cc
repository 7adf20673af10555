#include "graph/graph_store.h"
